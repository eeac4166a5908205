import theme from 'vitepress/theme';
import './style.css';

/** VitePress's own, with room for tables. */
export default theme;
