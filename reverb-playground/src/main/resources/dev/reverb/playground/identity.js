const NAMES = ['Ada', 'Alan', 'Barbara', 'Dennis', 'Donald', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Katherine',
  'Leslie', 'Margaret', 'Radia', 'Tim'];

function invent() {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const name = NAMES[random[0] % NAMES.length];
  return { name, id: `${name.toLowerCase()}-${(random[1] % 46656).toString(36).padStart(3, '0')}` };
}

/**
 * Who this tab is on presence channels and when it signs in: another one in every tab, the same after a reload. There are
 * several fields for the name and for the id, which always say the same.
 */
export function identity(nameFields, idFields) {
  let stored = null;
  try {
    stored = JSON.parse(sessionStorage.getItem('reverb-identity'));
  } catch {
    // Storage is switched off, or holds something else: a new one is as good.
  }
  const { name, id } = stored ?? invent();
  const current = () => {
    const typed = idFields[0].value.trim();
    return { name: nameFields[0].value.trim() || typed, id: typed };
  };
  const save = () => {
    try {
      sessionStorage.setItem('reverb-identity', JSON.stringify(current()));
    } catch {
      // It then lasts as long as the page.
    }
  };
  for (const [fields, value] of [[nameFields, name], [idFields, id]]) {
    for (const field of fields) {
      field.value = value;
      field.addEventListener('input', () => {
        fields.forEach((other) => { other.value = field.value; });
        save();
      });
    }
  }
  save();
  return current;
}
