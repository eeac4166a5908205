import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import App from './app.vue';
import Home from './home.vue';
import Statistics from './statistics.vue';
import './track.ts';
import Works from './works.vue';

const router = createRouter({
  history: createWebHistory(),
  routes: [{ path: '/', component: Home }, { path: '/works', component: Works }, { path: '/admin', component: Statistics }],
});
createApp(App).use(router).mount('#app');
