/* global document, matchMedia */
// Before the first paint, so that a dark page never flashes light. A file of its own: the content security policy
// allows no inline script.
try {
  const choice = localStorage.getItem('koi-theme');
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
} catch {
  // Without storage the page starts light and useTheme corrects it.
}
