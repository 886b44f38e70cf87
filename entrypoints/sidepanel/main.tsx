import { render } from 'preact';
import { PanelApp } from '@/ui/panel-app.tsx';
import '@/ui/panel.css';

const root = document.getElementById('root');
if (root) render(<PanelApp />, root);
