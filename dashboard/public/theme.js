// Runs before the first paint, from its own file because the content security policy allows no inline script.
(() => {
  let wanted = null;
  try {
    wanted = localStorage.getItem('aegis.theme');
  } catch {
    // Storage may be switched off; the system's choice holds then.
  }
  const dark =
    wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();
