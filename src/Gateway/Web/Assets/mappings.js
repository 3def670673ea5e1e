// Mapping files: each is checked and shown with what it would change; nothing changes until it is activated.
import { send, Problem } from "./api.js";
import { takeFiles } from "./files.js";
import { showChanges, showIssues } from "./mapping-check.js";
import { say, wordsOf } from "./says.js";

const upload = document.getElementById("upload");
const drop = document.getElementById("drop");
const input = document.getElementById("mapping-files");
const says = document.getElementById("upload-says");
const checked = document.getElementById("checked");
const word = wordsOf(document.getElementById("upload-words"));
const mostFiles = Number(upload.dataset.mostFiles);
const mostBytes = Number(upload.dataset.mostBytes);

function setState(card, kind, name) {
  const state = card.querySelector(".state");
  state.className = `state ${kind}`;
  state.textContent = word(name);
}

function refuse(card, text) {
  setState(card, "bad", "refused");
  const problem = document.createElement("p");
  say(problem, "wrong", text);
  card.querySelector("[data-problem]").replaceChildren(problem);
}

function newCard(file) {
  const card = document.getElementById("checked-file").content.firstElementChild.cloneNode(true);
  card.querySelector("h3").textContent = file.name;
  card.querySelector("[data-activate]").setAttribute("aria-label", word("activate", file.name));
  const leave = card.querySelector("[data-leave]");
  leave.setAttribute("aria-label", word("leave", file.name));
  leave.addEventListener("click", () => {
    card.remove();
    input.focus();
  });
  checked.append(card);
  return card;
}

function describe(check, replaces) {
  const maker = check.manufacturer === "all" ? word("allMakers") : check.manufacturer;
  const version = check.version === 0 ? word("allVersions") : word("version", check.version);
  const place = !replaces ? word("replacesNone") : word(replaces.own ? "replacesOwn" : "replacesShipped", replaces.file, replaces.obisCodes);
  return `${word("for", check.type, maker, version, check.obisCodes)}. ${place}`;
}

async function look(card, file) {
  setState(card, "off", "checking");
  for (const place of card.querySelectorAll("[data-problem], [data-issues], [data-changes]")) place.replaceChildren();
  const [activate, again] = [card.querySelector("[data-activate]"), card.querySelector("[data-again]")];
  activate.hidden = again.hidden = true;
  again.onclick = () => look(card, file);
  if (!/\.json$/i.test(file.name)) return refuse(card, word("notJson"));
  if (file.size > mostBytes) return refuse(card, word("tooLong", file.size, mostBytes));
  const body = new Blob([file], { type: "application/json" });
  try {
    const { check, replaces, meters, moreMeters } = await send("POST", "/api/v1/mappings/preview", body);
    showIssues(card.querySelector("[data-issues]"), check.issues, await file.text(), word);
    if (!check.good) return setState(card, "bad", "broken");
    setState(card, "good", "good");
    card.querySelector("[data-what]").textContent = describe(check, replaces);
    showChanges(card.querySelector("[data-changes]"), meters, moreMeters, word);
    activate.hidden = false;
    activate.onclick = () => bringIntoForce(card, check.file, body, replaces?.etag ?? null);
  } catch (problem) {
    again.hidden = false;
    tell(card, problem);
  }
}

async function bringIntoForce(card, name, body, etag) {
  const [activate, again] = [card.querySelector("[data-activate]"), card.querySelector("[data-again]")];
  activate.disabled = true;
  try {
    await send("PUT", `/api/v1/mappings/${encodeURIComponent(name)}`, body, etag);
    setState(card, "good", "active");
    const done = document.createElement("p");
    done.className = "done";
    done.setAttribute("role", "status");
    const link = document.createElement("a");
    link.href = `/mappings/${encodeURIComponent(name)}`;
    link.textContent = word("show");
    done.append(`${word("activated")} `, link);
    card.querySelector("[data-problem]").replaceChildren(done);
    card.querySelector("[data-changes]").replaceChildren();
    card.querySelector(".actions").remove();
    link.focus();
    await refreshList();
  } catch (problem) {
    again.hidden = false;
    tell(card, problem);
  } finally {
    activate.disabled = false;
  }
}

function tell(card, problem) {
  if (!(problem instanceof Problem)) throw problem;
  card.querySelector("[data-activate]").hidden = true;
  refuse(card, [problem.message, ...Object.values(problem.errors).flat()].join(" "));
}

// The list below is as the gateway has it now; files that wait above stay.
async function refreshList() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("in-force");
  if (fresh) document.getElementById("in-force").replaceWith(fresh);
}

async function take(files) {
  const isTooMany = files.length > mostFiles;
  say(says, "wrong", isTooMany ? word("tooMany", files.length, mostFiles) : "");
  if (isTooMany) return;
  const cards = files.map((file) => [newCard(file), file]);
  for (const [card, file] of cards) await look(card, file);
}

takeFiles(drop, input, take);
