// Tells what a chart shows at a place: pointed at, touched, or stepped through by the arrow keys. The values stand in a table too.
for (const chart of document.querySelectorAll("svg.chart[data-points]")) {
  const says = chart.parentElement.querySelector(".says");
  const cursor = chart.querySelector(".cursor");
  const points = chart.dataset.points.split(";").filter(Boolean).map((text) => {
    const blank = text.indexOf(" ");
    return { x: Number(text.slice(0, blank)), words: text.slice(blank + 1) };
  });
  let shown = -1;

  const show = (i) => {
    shown = Math.max(0, Math.min(points.length - 1, i));
    const { x, words } = points[shown];
    cursor.setAttribute("x1", `${x / 10}%`);
    cursor.setAttribute("x2", `${x / 10}%`);
    cursor.classList.add("on");
    says.textContent = `${words} ${chart.dataset.unit}`;
  };

  const nearest = (x) => {
    let best = 0;
    for (let i = 1; i < points.length; i++) {
      if (Math.abs(points[i].x - x) < Math.abs(points[best].x - x)) best = i;
    }
    return best;
  };

  const point = (event) => {
    const box = chart.getBoundingClientRect();
    show(nearest(((event.clientX - box.left) / box.width) * 1000));
  };
  chart.addEventListener("pointermove", point);
  chart.addEventListener("pointerdown", point);
  chart.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: points.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    show(steps[event.key]);
  });
}
