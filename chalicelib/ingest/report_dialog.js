// The crash-report dialog that Sentry.showReportDialog() loads. OPTIONS is replaced by the request's own, as JSON.
(function (options) {
  "use strict";
  var text = options.text;
  var host = document.createElement("div");
  // A shadow root keeps the page's styles out, and the dialog's in.
  var root = host.attachShadow ? host.attachShadow({ mode: "open" }) : host;
  var opener = document.activeElement;

  function make(name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes).forEach(function (key) {
      if (key === "text") element.textContent = attributes[key];
      else element.setAttribute(key, attributes[key]);
    });
    (children || []).forEach(function (child) {
      element.appendChild(child);
    });
    return element;
  }

  function field(name, label, type, value) {
    var input = make(type ? "input" : "textarea", type ? { type: type, name: name } : { name: name, rows: "5" });
    input.value = value || "";
    input.required = true;
    input.maxLength = type ? 128 : 4096;
    return make("label", {}, [make("span", { text: label }), input]);
  }

  var problem = make("p", { class: "problem", role: "alert" });
  var send = make("button", { type: "submit", class: "send", text: text.labelSubmit });
  var close = make("button", { type: "button", text: text.labelClose });
  var form = make("form", { novalidate: "" }, [
    make("h2", { id: "title", text: text.title }),
    make("p", { text: text.subtitle + " " + text.subtitle2 }),
    problem,
    field("name", text.labelName, "text", options.name),
    field("email", text.labelEmail, "email", options.email),
    field("comments", text.labelComments, "", ""),
    make("div", { class: "buttons" }, [send, close]),
  ]);
  var dialog = make("div", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": "title" }, [form]);
  var style = make("style", {
    text:
      ".back{position:fixed;inset:0;z-index:2147483647;display:flex;align-items:flex-start;justify-content:center;" +
      "overflow:auto;padding:5vh 16px;background:rgba(20,20,30,.6);font:15px/1.5 system-ui,sans-serif;color:#1d1b26}" +
      ".dialog{box-sizing:border-box;width:100%;max-width:520px;padding:24px;border-radius:10px;background:#fff;" +
      "box-shadow:0 10px 40px rgba(0,0,0,.35)}h2{margin:0 0 4px;font-size:20px}p{margin:0 0 16px}" +
      "label{display:block;margin:0 0 12px}label span{display:block;font-weight:600}" +
      "input,textarea{box-sizing:border-box;width:100%;padding:8px;border:1px solid #8b88a0;border-radius:6px;" +
      "font:inherit;color:inherit;background:#fff}input:focus,textarea:focus,button:focus{outline:2px solid #5b46d6;" +
      "outline-offset:1px}.buttons{display:flex;gap:8px}button{padding:8px 16px;border:1px solid #8b88a0;" +
      "border-radius:6px;font:inherit;background:#fff;color:inherit;cursor:pointer}.send{border-color:#5b46d6;" +
      "background:#5b46d6;color:#fff}.problem{color:#b3261e}.problem:empty{display:none}",
  });
  var back = make("div", { class: "back" }, [dialog]);

  function end() {
    document.removeEventListener("keydown", onKey, true);
    if (host.parentNode) host.parentNode.removeChild(host);
    if (opener && opener.focus) opener.focus();
    // The SDK's `onClose` waits for this message.
    window.postMessage("__sentry_reportdialog_closed__", "*");
  }

  function onKey(event) {
    if (event.key === "Escape") end();
  }

  function thank() {
    while (form.firstChild) form.removeChild(form.firstChild);
    form.appendChild(make("p", { role: "status", text: text.successMessage }));
    form.appendChild(make("div", { class: "buttons" }, [close]));
    close.focus();
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!form.checkValidity()) {
      problem.textContent = text.errorFormEntry;
      form.querySelector(":invalid").focus();
      return;
    }
    var body = ["name", "email", "comments"].map(function (name) {
      return name + "=" + encodeURIComponent(form.elements.namedItem(name).value);
    });
    var request = new XMLHttpRequest();
    send.disabled = true;
    request.open("POST", options.url);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = request.onerror = function () {
      send.disabled = false;
      if (request.status === 200) thank();
      else problem.textContent = request.status === 400 ? text.errorFormEntry : text.errorGeneric;
    };
    request.send(body.join("&"));
  });
  close.addEventListener("click", end);
  document.addEventListener("keydown", onKey, true);
  root.appendChild(style);
  root.appendChild(back);
  document.body.appendChild(host);
  form.elements.namedItem("name").focus();
})(OPTIONS);
