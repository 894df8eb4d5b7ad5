// Runs before the page is painted, so that a chosen theme does not flash: the one script that is no module.
(() => {
  const ORDER = ['system', 'light', 'dark'];
  const root = document.documentElement;

  function stored() {
    try {
      return ORDER.find((name) => name === localStorage.getItem('reverb-theme')) ?? 'system';
    } catch {
      return 'system'; // storage is switched off
    }
  }

  function apply(theme) {
    if (theme === 'system') {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme;
    }
  }

  function store(theme) {
    try {
      localStorage.setItem('reverb-theme', theme);
    } catch {
      // It then lasts as long as the page.
    }
  }

  let current = stored();
  apply(current);
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const show = () => {
      button.textContent = `◐ ${current[0].toUpperCase()}${current.slice(1)}`;
      button.setAttribute('aria-label', `Theme: ${current}`);
    };
    button.addEventListener('click', () => {
      current = ORDER[(ORDER.indexOf(current) + 1) % ORDER.length];
      apply(current);
      store(current);
      show();
    });
    show();
  });
})();
