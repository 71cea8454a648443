import type { Random } from '../cli/demo/random.js';

/** Sentences as people at a health centre type them, Hindi and English; `#` is a number, `|` parts what is said either way. */
const COMPLAINT = `खांसी # दिन से, रात में ज़्यादा|bukhar # din se, utar chadh raha hai|pet me dard khana khane ke baad|सिर दर्द और चक्कर
सीने में जलन, खट्टी डकार|loose motion # times since morning|कमर दर्द, झुकने पर बढ़ता है|body ache, malaise|उल्टी # बार
ghutne me dard, seedhi chadhne me|दाने और खुजली, पूरे घर में|weakness, chakkar subah uthne par|सांस फूलना चलने पर|kaan me dard # din
पेशाब में जलन|BP ki dawa khatam ho gayi|sugar check karana hai|घाव पैर में, # दिन पुराना|चोट खेत में लगी|dant me dard
follow up, pichli baar se theek hai|भूख नहीं लगती|neend nahi aati|हाथ पैर में झुनझुनी|aankh lal aur paani|बच्चा दूध कम पी रहा है`;
const FINDING = `chest clear b/l|throat congested|P/A soft, non tender|no pallor|pallor +|icterus absent|conscious oriented|no edema
epigastric tenderness +|BP recheck #/#|wheeze b/l mild|tonsils enlarged grade #|dehydration some|dehydration nil|LN not palpable
ENT: TM congested rt|skin: papules web spaces|knee crepitus lt|ROM painful|SLR negative|FHS # /min|fundal height # wks|JVP not raised
creps rt base|RR # recheck|RBS # random|wt gain # kg|temp # on touch|ulcer # cm, clean|no focal deficit|CVS S1S2 normal|tongue coated
पेट मुलायम|गला लाल|फेफड़े साफ|सूजन नहीं|हल्का पीलापन|नाड़ी सामान्य|जोड़ में सूजन|आँखें सामान्य`;
const ADVICE = `# दिन बाद दिखाएं|आराम न हो तो तुरंत आएं|पानी खूब पिएं|ors after every loose stool|tel masala kam khayein|BP chart रखें
come with old papers|खाना समय पर लें|ज़मीन पर न बैठें|do steam inhalation # times|पट्टी # दिन बाद बदलें|avoid oily food
namak kam|रोज़ # मिनट टहलें|बच्चे को दूध पिलाते रहें|sputum # samples bring|kapde garam pani se dhoyein|मच्छरदानी लगाएं
USG at CHC Sakra|refer if fever > # days|अगली बार शुगर खाली पेट|hb repeat after # weeks|TT ka teeka lagwana hai|दवा बीच में न छोड़ें`;
const REMARK = `पर्ची साथ नहीं लाए|patient restless, repeat after rest|cuff large|khali pet aaye the|दवा बाहर से भी ले रहे हैं|after food|रात में
half tablet if drowsy|subah naashte ke baad|bachcha ro raha tha|with milk|mother informed|attendant: भाई|sample hemolysed, repeat
pati ke naam se card|आशा दीदी के साथ आए|from sub centre|खाने के # मिनट पहले|blood # drop|दूसरे हाथ से नापा`;

const BANKS = { complaint: COMPLAINT, finding: FINDING, advice: ADVICE, remark: REMARK };
const PHRASES = Object.fromEntries(
  Object.entries(BANKS).map(([name, bank]) => [name, bank.split(/[|\n]/)]),
) as unknown as Record<keyof typeof BANKS, string[]>;
const KEYS = 'aeiounrst िाीेंक';

/** A note of `phrases` phrases, typed in haste: now and then a letter is missing, doubled or another one. */
export function typedNote(random: Random, bank: keyof typeof BANKS, phrases = 1): string {
  const said = Array.from({ length: phrases }, () =>
    random.pick(PHRASES[bank]).replace(/#/g, () => String(random.between(1, random.chance(0.3) ? 150 : 9))),
  );
  const text = said.join(random.pick([', ', '. ', '; ', ', ']));
  return Array.from(text, (letter) => (random.chance(0.04) ? mistyped(letter, random) : letter))
    .join('')
    .trim();
}

function mistyped(letter: string, random: Random): string {
  return random.pick(['', letter + letter, random.pick(Array.from(KEYS))]);
}
