import { speak } from '../../src/ui/say.tsx';
import { english } from './speech.ts';

speak(english);
