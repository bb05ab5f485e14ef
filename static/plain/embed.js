// An embedded chart tells the page around it how high it is, so that nothing of it needs to scroll.
// It sends that number and nothing else, to whoever holds the frame, and hears nothing.
(() => {
  "use strict";
  if (parent === window) return;
  const page = document.getElementById("embed");
  const picture = document.getElementById("picture");
  const image = picture?.querySelector("img");
  let sent = 0;
  let lost = false;

  // The height of the picture, null while it is on its way: another one is fetched when the width of the frame changes.
  const pictureHeight = () => {
    if (!picture || lost) return 0;
    if (!image) return picture.scrollHeight;
    return image.naturalWidth ? (image.naturalHeight / image.naturalWidth) * picture.parentElement.clientWidth : null;
  };

  const send = () => {
    const drawn = pictureHeight();
    if (drawn === null) return;
    const style = getComputedStyle(page);
    const words = [...page.children].filter((part) => part.tagName !== "DIV").reduce((sum, part) => sum + part.offsetHeight, 0);
    const edges = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom) + 2 * parseFloat(style.rowGap);
    const height = Math.ceil(words + edges + drawn) + 1;
    if (height === sent) return;
    sent = height;
    parent.postMessage({ type: "indicators:height", height }, "*");
  };

  image?.addEventListener("load", () => { lost = false; send(); });
  image?.addEventListener("error", () => { lost = true; send(); });
  // Words that wrap otherwise change their own height, not always that of the page.
  const watcher = new ResizeObserver(send);
  for (const part of [page, ...page.children]) watcher.observe(part);
  send();
})();
