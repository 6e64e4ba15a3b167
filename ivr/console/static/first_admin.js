// The secret of the link stands behind its #: it goes into the form, and out of the address and the history.
"use strict";
const secret = location.hash.slice(1);
if (secret) {
  const label = document.getElementById("link");
  label.querySelector("input").value = secret;
  label.hidden = true;
  history.replaceState(null, "", location.pathname);
}
