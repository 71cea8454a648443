// Shows the flag of a number while it is typed; the server judges it anew when it is saved.
(function () {
  'use strict';
  var words = document.querySelector('[data-flags]');
  if (!words) return;

  function bound(test, name) {
    var text = test.dataset[name];
    return text === undefined || text === '' ? null : Number(text);
  }

  function flagOf(test, value) {
    var low = bound(test, 'low');
    var high = bound(test, 'high');
    var criticalLow = bound(test, 'criticalLow');
    var criticalHigh = bound(test, 'criticalHigh');
    if (criticalLow !== null && value < criticalLow) return 'critical';
    if (criticalHigh !== null && value > criticalHigh) return 'critical';
    if (low !== null && (value < low || (test.dataset.lowStrict && value === low))) return 'low';
    if (high !== null && (value > high || (test.dataset.highStrict && value === high))) return 'high';
    return low === null && high === null ? null : 'normal';
  }

  document.querySelectorAll('[data-test]').forEach(function (test) {
    var input = test.querySelector('.input > input');
    var tag = document.createElement('span');
    tag.setAttribute('role', 'status');
    input.parentElement.after(tag);
    function show() {
      var text = input.value.trim().replace(/[०-९]/g, function (digit) {
        return String(digit.charCodeAt(0) - 0x0966);
      });
      var flag = /^\d+(\.\d+)?$/.test(text) ? flagOf(test, Number(text)) : null;
      tag.className = flag
        ? 'tag lab-flag tag-' + (flag === 'normal' ? 'good' : flag === 'critical' ? 'danger' : 'warn')
        : '';
      tag.textContent = flag ? words.dataset['word' + flag[0].toUpperCase() + flag.slice(1)] : '';
    }
    input.addEventListener('input', show);
    show();
  });
})();
