const NAMES = ['Ada', 'Alan', 'Barbara', 'Dennis', 'Donald', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Katherine',
  'Leslie', 'Margaret', 'Radia', 'Tim'];

function invent() {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const name = NAMES[random[0] % NAMES.length];
  return { name, id: `${name.toLowerCase()}-${(random[1] % 46656).toString(36).padStart(3, '0')}` };
}

/** Who this tab is on presence channels: another one in every tab, the same after a reload. */
export function identity(nameField, idField) {
  let stored = null;
  try {
    stored = JSON.parse(sessionStorage.getItem('reverb-identity'));
  } catch {
    // Storage is switched off, or holds something else: a new one is as good.
  }
  const { name, id } = stored ?? invent();
  nameField.value = name;
  idField.value = id;
  const current = () => ({ name: nameField.value.trim() || idField.value.trim(), id: idField.value.trim() });
  const save = () => {
    try {
      sessionStorage.setItem('reverb-identity', JSON.stringify(current()));
    } catch {
      // It then lasts as long as the page.
    }
  };
  nameField.addEventListener('input', save);
  idField.addEventListener('input', save);
  save();
  return current;
}
