import { render } from 'preact';
import { browserSpeech } from '@/extension/words.ts';
import { speakOn } from '@/ui/say.tsx';
import { PanelApp } from '@/ui/panel-app.tsx';
import '@/ui/panel.css';

speakOn(document, browserSpeech());
const root = document.getElementById('root');
if (root) render(<PanelApp />, root);
