import { render } from 'preact';
import { browserSpeech } from '@/extension/words.ts';
import { speakOn } from '@/ui/say.tsx';
import { OptionsApp } from '@/ui/options-app.tsx';
import '@/ui/options.css';

speakOn(document, browserSpeech(), 'optionsTitle');
const root = document.getElementById('root');
if (root) render(<OptionsApp />, root);
