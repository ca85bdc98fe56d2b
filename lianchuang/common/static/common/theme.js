// @ts-check
// In the head, before anything is drawn: without a chosen theme the system's counts. Not a module, so that nothing flashes.
(() => {
  const root = document.documentElement;
  if (root.dataset.bsTheme) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  root.dataset.followsSystem = "";
  follow();
  dark.addEventListener("change", follow);
})();
