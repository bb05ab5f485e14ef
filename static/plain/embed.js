// An embedded chart tells the page around it how high it is, so that nothing of it needs to scroll.
// It sends that number and nothing else, to whoever holds the frame, and hears nothing.
(() => {
  "use strict";
  if (parent === window) return;
  const page = document.getElementById("embed");
  const picture = document.getElementById("picture");
  const image = picture?.querySelector("img");
  let sent = 0;

  const pictureHeight = () => {
    if (!picture) return 0;
    if (!image) return picture.scrollHeight;
    return image.naturalWidth ? (image.naturalHeight / image.naturalWidth) * picture.parentElement.clientWidth : 0;
  };

  const send = () => {
    const style = getComputedStyle(page);
    const words = [...page.children].filter((part) => part.tagName !== "DIV").reduce((sum, part) => sum + part.offsetHeight, 0);
    const edges = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom) + 2 * parseFloat(style.rowGap);
    const height = Math.ceil(words + edges + pictureHeight()) + 1;
    if (height === sent) return;
    sent = height;
    parent.postMessage({ type: "indicators:height", height }, "*");
  };

  image?.addEventListener("load", send);
  new ResizeObserver(send).observe(page);
  send();
})();
