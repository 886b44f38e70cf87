import { render } from 'preact';
import { WelcomeApp } from '@/ui/welcome-app.tsx';
import '@/ui/welcome.css';

const root = document.getElementById('root');
if (root) render(<WelcomeApp />, root);
