import { render } from 'preact';
import { browserSpeech } from '@/extension/words.ts';
import { speakOn } from '@/ui/say.tsx';
import { PopupApp } from '@/ui/popup-app.tsx';
import '@/ui/popup.css';

speakOn(document, browserSpeech());
const root = document.getElementById('root');
if (root) render(<PopupApp />, root);
