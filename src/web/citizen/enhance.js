// Only conveniences: every page does all its work without this file.
(() => {
  const errors = document.querySelector('.errors');
  if (errors) errors.focus();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method !== 'post') return;
    form.dataset.sent = '1';
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
  const near = document.querySelector('[data-near]');
  if (near && navigator.geolocation) {
    near.hidden = false;
    near.addEventListener('click', () => {
      near.disabled = true;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const at = new URL(location.href);
          for (const name of ['find', 'all', 'cursor']) at.searchParams.delete(name);
          at.searchParams.set('lon', coords.longitude.toFixed(4));
          at.searchParams.set('lat', coords.latitude.toFixed(4));
          location.assign(at);
        },
        () => {
          near.disabled = false;
          document.getElementById(near.dataset.refused).hidden = false;
        },
        { timeout: 15000, maximumAge: 60000 },
      );
    });
  }
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
})();
