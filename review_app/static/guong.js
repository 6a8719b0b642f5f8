// Shortcuts, saving without losing what was typed, and holding the case one is reading. Every page works without it.
"use strict";
(() => {
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const keysOff = () => localStorage.getItem("guong-keys") === "off";
  const showKeys = () => document.documentElement.classList.toggle("no-keys", keysOff());
  let saving = false;

  const fail = (text) => {
    const place = document.querySelector("[data-failed]") || document.getElementById("thong-bao");
    if (place.id === "thong-bao") {
      const box = document.createElement("div");
      box.className = "toast bad";
      box.textContent = text;
      place.replaceChildren(box);
    } else {
      place.textContent = text;
      place.hidden = false;
      place.scrollIntoView({ block: "nearest" });
    }
  };

  const needsNote = (button) => {
    const note = button && button.dataset.note && document.getElementById(button.dataset.note);
    if (!note || note.value.trim()) return false;
    note.focus();
    note.setCustomValidity("Lý do khác cần ghi chú.");
    note.reportValidity();
    note.addEventListener("input", () => note.setCustomValidity(""), { once: true });
    return true;
  };

  const save = async (form, button) => {
    saving = true;
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new FormData(form, button),
        headers: { Accept: "application/json" },
      });
      if (!(answer.headers.get("Content-Type") || "").includes("json")) {
        fail("Chưa lưu: phiên đăng nhập đã hết. Đăng nhập lại ở thẻ khác rồi bấm lại; chữ đã gõ vẫn còn đây.");
      } else {
        const said = await answer.json();
        if (answer.ok) return location.assign(said.next);
        fail(`Chưa lưu: ${said.problem}; ${said.remedy}.`);
      }
    } catch {
      fail("Chưa lưu: không nối được với máy chủ. Kiểm tra mạng rồi bấm lại; chữ đã gõ vẫn còn đây.");
    }
    saving = false;
    document.body.removeAttribute("aria-busy");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter && needsNote(event.submitter)) return event.preventDefault();
    if (!form.matches("[data-save]")) return;
    event.preventDefault();
    if (!saving) save(form, event.submitter);
  });

  // By the place of the key, not its letter: Telex and VNI keyboards turn letters and digits into marks.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.code === "Escape") event.target.blur();
      return;
    }
    if (keysOff() || saving) return;
    const code = event.code.replace("Numpad", "Digit");
    const field = document.querySelector(`[data-focus="${code}"]`);
    const target = document.querySelector(`[data-key="${code}"]`);
    if (!field && !target) return;
    event.preventDefault();
    if (field) return field.focus();
    target.click();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (!opener) return;
    event.preventDefault();
    const details = document.getElementById(opener.dataset.open);
    details.open = true;
    details.scrollIntoView({ block: "nearest" });
    details.querySelector("select, input:not([type=hidden])").focus();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  const toggle = document.querySelector("[data-toggle-keys]");
  if (toggle) {
    const name = () => (toggle.textContent = keysOff() ? "Bật phím tắt trên máy này" : "Tắt phím tắt trên máy này");
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      localStorage.setItem("guong-keys", keysOff() ? "on" : "off");
      showKeys();
      name();
    });
    name();
  }
  showKeys();

  const bench = document.querySelector("[data-case]");
  if (bench && !location.hash) {
    const proof = document.getElementById("chung-cu-1");
    const box = proof && proof.getBoundingClientRect();
    if (box && box.bottom > innerHeight - 120) proof.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // Hold the case while somebody is really reading; a page left open lets go after 15 minutes.
  if (bench && bench.dataset.keep) {
    let touched = Date.now();
    for (const kind of ["keydown", "pointermove", "scroll"]) {
      addEventListener(kind, () => (touched = Date.now()), { passive: true });
    }
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    setInterval(async () => {
      if (document.hidden || Date.now() - touched > 300000) return;
      const answer = await fetch(bench.dataset.keep, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
      }).catch(() => null);
      if (answer && answer.status === 409) fail((await answer.json()).problem);
    }, 240000);
  }
})();
