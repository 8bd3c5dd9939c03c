// Before the first paint, so that a dark page never flashes light.
try {
  var theme = localStorage.getItem('koi-theme');
  var dark =
    theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
} catch {
  // Without storage the page follows its style sheet.
}
