// Waits for the gateway, which starts anew, and loads the page again.
import { say } from "./says.js";

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export async function comeBack(says) {
  say(says, "done", says.dataset.restarting);
  says.scrollIntoView({ block: "center" });
  await wait(1500);
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      const response = await fetch("/health/live", { cache: "no-store" });
      if (response.ok) return location.reload();
    } catch {
      // it is not there yet
    }
    await wait(500);
  }
  say(says, "wrong", says.dataset.lost);
}
