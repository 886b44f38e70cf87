import { render } from 'preact';
import { PopupApp } from '@/ui/popup-app.tsx';
import '@/ui/popup.css';

const root = document.getElementById('root');
if (root) render(<PopupApp />, root);
