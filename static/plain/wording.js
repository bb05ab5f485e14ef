// How scripts put values into texts and write numbers, in the language of the page.
(() => {
  "use strict";
  const root = document.documentElement;
  // Morocco writes Arabic with Western digits; what a browser calls plain Arabic has others.
  const locale = () => (root.lang === "ar" ? "ar-MA" : root.lang || "en");
  // In a text from right to left a value stands apart, or its sign and its unit would change sides.
  const apart = (value) => (root.dir === "rtl" ? `\u2068${value}\u2069` : String(value));
  const fill = (message, values = {}) =>
    message.replace(/\{(\w+)\}/g, (whole, name) => (values[name] == null ? whole : apart(values[name])));
  // What somebody on the stage is called: a role in the language of the page, a name as it is written.
  const called = (texts, name) => texts[`called ${name}`] ?? name ?? "";
  const number = (value, options) => new Intl.NumberFormat(locale(), options).format(value);
  const comma = () => (root.lang === "ar" ? "، " : ", ");
  window.Wording = { fill, called, number, locale, comma };
})();
