import { render } from 'preact';
import { browserSpeech } from '@/extension/words.ts';
import { speakOn } from '@/ui/say.tsx';
import { WelcomeApp } from '@/ui/welcome-app.tsx';
import '@/ui/welcome.css';

speakOn(document, browserSpeech(), 'welcomeTitle');
const root = document.getElementById('root');
if (root) render(<WelcomeApp />, root);
