/**
 * Tabs as the ARIA Authoring Practices have them: arrow keys, Home and End go from tab to tab, and selecting follows.
 * All tabs share one panel; `render(id, panel)` fills it.
 */
export function tabs(root, render) {
  const all = [...root.querySelectorAll('[role=tab]')];
  const panel = root.querySelector('[role=tabpanel]');
  let selected = all[0];

  function show() {
    panel.replaceChildren(...[render(selected.id, panel)].flat());
  }

  function select(tab) {
    selected = tab;
    for (const other of all) {
      other.setAttribute('aria-selected', String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', tab.id);
    show();
  }

  function onKey(event) {
    const at = all.indexOf(selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      select(all[(to + all.length) % all.length]);
      selected.focus();
    }
  }

  for (const tab of all) {
    tab.addEventListener('click', () => select(tab));
    tab.addEventListener('keydown', onKey);
  }
  select(selected);
  return { show, select: (id) => select(all.find((tab) => tab.id === id)) };
}
