// For readers who use a keyboard or hear the page. Code and tables that are wider than it can be reached and moved by keys:
// in the theme, tables cannot, and code only where a pointer can hover. And the button beside code is no landmark.
const article = document.querySelector("article");
const mend = () => {
  for (const part of article.querySelectorAll("pre > code, .md-typeset__scrollwrap")) {
    if (part.scrollWidth > part.clientWidth && !part.hasAttribute("tabindex")) {
      part.tabIndex = 0;
    }
  }
  for (const buttons of article.querySelectorAll("pre > nav:not([role])")) {
    buttons.setAttribute("role", "presentation");
  }
};
new MutationObserver(mend).observe(article, { attributeFilter: ["tabindex"], childList: true, subtree: true });
new ResizeObserver(mend).observe(article);
