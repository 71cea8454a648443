// Announces each new call once: a chime, then the token in Hindi where the computer has a Hindi voice.
(function () {
  'use strict';

  var region = document.querySelector('[data-live]');
  var button = document.getElementById('sound');
  var known = new Set(calls().map(keyOf));
  var audio = null;

  region.addEventListener('nadi-live', function () {
    var fresh = calls().filter(function (call) {
      return !known.has(keyOf(call));
    });
    known = new Set(calls().map(keyOf));
    fresh.forEach(function (call, index) {
      call.classList.add('screen-new');
      setTimeout(function () {
        chime();
        setTimeout(say, 900, call.dataset);
      }, index * 4500);
    });
  });

  // Browsers keep quiet until somebody has touched the page.
  var Context = window.AudioContext || window.webkitAudioContext;
  if (Context) {
    audio = new Context();
    if (audio.state === 'suspended') {
      button.hidden = false;
      document.addEventListener('click', wake);
      document.addEventListener('keydown', wake);
    }
  }

  function wake() {
    audio.resume().then(function () {
      if (audio.state !== 'running') return;
      document.removeEventListener('click', wake);
      document.removeEventListener('keydown', wake);
      button.hidden = true;
      chime();
    });
  }

  function calls() {
    return Array.from(region.querySelectorAll('[data-call]'));
  }

  function keyOf(call) {
    return call.dataset.call;
  }

  function chime() {
    if (!audio || audio.state !== 'running') return;
    [659.25, 523.25].forEach(function (frequency, index) {
      var start = audio.currentTime + index * 0.35;
      var tone = audio.createOscillator();
      var volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.5, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.8);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.85);
    });
  }

  function say(call) {
    if (!window.speechSynthesis) return;
    var voice = speechSynthesis.getVoices().find(function (one) {
      return /^hi/i.test(one.lang);
    });
    if (!voice) return;
    var words = document.body.dataset.say
      .replace('[token]', call.token)
      .replace('[room]', call.room)
      .replace('[station]', call.station);
    var speech = new SpeechSynthesisUtterance(words);
    speech.voice = voice;
    speech.lang = voice.lang;
    speech.rate = 0.9;
    speechSynthesis.speak(speech);
  }
})();
