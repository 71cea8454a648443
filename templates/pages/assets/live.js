// Keeps the parts of a page that are marked data-live as the server has them now, without a reload.
(function () {
  'use strict';

  var region = document.querySelector('[data-live]');
  if (!region) return;
  var source = null;
  var fetching = false;
  var again = false;

  function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    if (isBusy()) {
      setTimeout(refresh, 2000);
      return;
    }
    fetching = true;
    fetch(location.href, { headers: { accept: 'text/html', 'x-nadi-auto': '1' }, credentials: 'same-origin' })
      .then(function (answer) {
        // The answer to a form has no page of its own to fetch again, and a session may have ended.
        if (answer.redirected || (answer.status >= 400 && answer.status < 500)) return '';
        if (!answer.ok) throw new Error('no page');
        return answer.text();
      })
      .then(function (html) {
        var page = new DOMParser().parseFromString(html, 'text/html');
        var fresh = page.querySelector('[data-live]');
        // Small words elsewhere on the page: nobody types there.
        document.querySelectorAll('[data-live-too]').forEach(function (one) {
          var other = page.getElementById(one.id);
          if (other) one.replaceChildren.apply(one, Array.from(other.childNodes));
        });
        if (!fresh || isBusy()) return;
        var focused = document.activeElement && region.contains(document.activeElement) ? focusKey() : null;
        region.replaceChildren.apply(region, Array.from(fresh.childNodes));
        if (focused) restoreFocus(focused);
        region.dispatchEvent(new CustomEvent('nadi-live', { bubbles: true }));
        document.documentElement.removeAttribute('data-offline');
      })
      .catch(function () {
        document.documentElement.setAttribute('data-offline', 'yes');
        setTimeout(refresh, 5000);
      })
      .finally(function () {
        fetching = false;
        if (again) {
          again = false;
          setTimeout(refresh, 300);
        }
      });
  }

  // Somebody types or has unfolded something there: it must not move under the fingers.
  function isBusy() {
    var active = document.activeElement;
    if (active && region.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName)) return true;
    return Boolean(region.querySelector('details[open], form[data-sent]'));
  }

  function focusKey() {
    var active = document.activeElement;
    return active.getAttribute('aria-label') || active.getAttribute('href');
  }

  function restoreFocus(key) {
    Array.from(region.querySelectorAll('a, button')).some(function (one) {
      if (one.getAttribute('aria-label') !== key && one.getAttribute('href') !== key) return false;
      one.focus();
      return true;
    });
  }

  // A browser opens only six connections to one server: hidden tabs give theirs back.
  function listen() {
    if (document.hidden) {
      if (source) source.close();
      source = null;
    } else if (!source && window.EventSource) {
      source = new EventSource(region.dataset.liveEvents);
      source.addEventListener('hello', refresh);
      source.addEventListener('changed', refresh);
      source.addEventListener('error', function () {
        if (!source || source.readyState !== EventSource.CLOSED) return;
        source = null;
        setTimeout(listen, 10000);
      });
    }
  }

  document.addEventListener('visibilitychange', listen);
  listen();
  // Minutes go by without any event.
  setInterval(function () {
    if (!document.hidden) refresh();
  }, 30000);
})();
