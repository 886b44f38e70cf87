import { render } from 'preact';
import { OptionsApp } from '@/ui/options-app.tsx';
import '@/ui/options.css';

const root = document.getElementById('root');
if (root) render(<OptionsApp />, root);
