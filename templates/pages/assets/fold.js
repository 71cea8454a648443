// On a phone a long page's parts are folded up, so that their headings stand together. Without this all is open.
(function () {
  'use strict';

  var folds = Array.from(document.querySelectorAll('details[data-fold]'));
  var kept = (history.state && history.state.open) || [];

  if (matchMedia('(max-width: 40rem)').matches) {
    folds.forEach(function (fold) {
      fold.open = kept.indexOf(fold.id) >= 0;
    });
    openWanted();
    window.addEventListener('hashchange', openWanted);
    // Whoever comes back from a page that a part leads to finds it open.
    folds.forEach(function (fold) {
      fold.addEventListener('toggle', remember);
    });
  }

  // What a link points into is there to be seen.
  function openWanted() {
    var wanted = document.getElementById(location.hash.slice(1));
    var around = folds.filter(function (fold) {
      return wanted !== null && fold.contains(wanted);
    });
    around.forEach(function (fold) {
      fold.open = true;
      wanted.scrollIntoView();
    });
  }

  function remember() {
    if (printing) return;
    var open = folds.filter(function (fold) {
      return fold.open;
    });
    var ids = open.map(function (fold) {
      return fold.id;
    });
    history.replaceState({ open: ids }, '');
  }

  // Paper shows everything.
  var printing = null;
  window.addEventListener('beforeprint', function () {
    printing = folds.filter(function (fold) {
      return !fold.open;
    });
    printing.forEach(function (fold) {
      fold.open = true;
    });
  });
  window.addEventListener('afterprint', function () {
    (printing || []).forEach(function (fold) {
      fold.open = false;
    });
    printing = null;
  });
})();
