// The visitor's name, kept in this browser for all pages. Storage may be switched off: then the
// name is asked for on every visit.
const storageKey = 'hypogeum.name';

export function recallName(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    console.info('this browser does not keep the name');
  }
}
