import { mount } from 'svelte';
import App from './app.svelte';
import './track.ts';

mount(App, { target: document.getElementById('app') as HTMLElement });
