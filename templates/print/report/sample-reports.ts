import type { Report, ReportRow, ReportSection } from '../../../records/report.js';

type Language = 'hi' | 'en';

const FRAME = {
  hi: { facility: 'प्राथमिक स्वास्थ्य केंद्र रामपुर, सकरा, मुज़फ़्फ़रपुर', words: 'अक्टूबर 2026' },
  en: { facility: 'Primary Health Centre Rampur, Sakra, Muzaffarpur', words: 'October 2026' },
};

/** An invented report of a month, to try layouts and printers with. */
export function sampleReport(
  title: string,
  sections: ReportSection[],
  language: Language = 'hi',
  notes: string[] = [],
): Report {
  const { facility, words } = FRAME[language];
  const period = { from: '20261001', to: '20261031', words };
  return { id: 'sample', title, facility, box: 'BR1042', period, sections, notes };
}

const PEOPLE = [
  ['लक्ष्मी कुमारी', 'ज्ञानेश्वर प्रसाद', 'बिशनपुर', 'बुख़ार, सिर दर्द', 'Acute upper respiratory infection'],
  ['मोहम्मद इरफ़ान', 'अब्दुल ग़फ़्फ़ार', 'मोहम्मदपुर बुज़ुर्ग', 'दस्त', 'Acute diarrhoea'],
  ['क्षत्राणी देवी', 'धर्मेन्द्र शर्मा', 'टोला पश्चिमी', 'खाँसी', 'Essential hypertension'],
  ['Ram Kumar', 'Shyam Kumar', 'Rampur', 'चक्कर', 'Anaemia'],
  ['विद्या श्रीवास्तव', 'किरण श्रीवास्तव', 'सकरा', 'पेट दर्द', 'Gastritis'],
] as const;

/** So many rows of an OPD register. */
export function sampleRegister(count: number, language: Language = 'hi'): Report {
  const hindi = language === 'hi';
  const titles = hindi
    ? ['क्रम', 'तारीख़', 'मरीज़ आईडी', 'नाम', 'पिता / पति', 'उम्र', 'लिंग', 'गाँव', 'शिकायत', 'रोग']
    : [
        'No.',
        'Date',
        'Patient ID',
        'Name',
        'Father / husband',
        'Age',
        'Sex',
        'Village',
        'Complaint',
        'Diagnosis',
      ];
  const rows = Array.from({ length: count }, (_, i): ReportRow => {
    const [name, father, village, complaint, diagnosis] = PEOPLE[i % PEOPLE.length]!;
    const id = `BR1042-${String(i + 1).padStart(6, '0')}-K`;
    const sex = hindi ? ['महिला', 'पुरुष'][i % 2]! : ['Female', 'Male'][i % 2]!;
    const cells = [
      i + 1,
      `${String(1 + (i % 31)).padStart(2, '0')}-10-2026`,
      id,
      name,
      father,
      (i * 7) % 90,
      sex,
      village,
      complaint,
      diagnosis,
    ];
    return { cells: Object.fromEntries(cells.map((cell, c) => [`c${c}`, cell])) };
  });
  const columns = titles.map((title, c) => ({
    key: `c${c}`,
    title,
    ...(c === 0 || c === 5 ? { align: 'right' as const } : {}),
  }));
  const title = hindi ? 'ओपीडी रजिस्टर' : 'OPD register';
  return sampleReport(title, [{ kind: 'table', columns, rows }], language);
}

/** A monthly format with checks, as the district asks for it. */
export function sampleMonthly(language: Language = 'hi'): Report {
  const hi = language === 'hi';
  const row = (figure: string, name: string, male: number | null, female: number | null): ReportRow => ({
    cells: { item: figure, name, male, female, total: male === null ? null : male + (female ?? 0) },
    figure,
    indent: figure.split('.').length - 1,
  });
  return sampleReport(
    hi ? 'HMIS मासिक प्रपत्र (PHC)' : 'HMIS monthly format (PHC)',
    [
      {
        kind: 'table',
        title: hi ? 'भाग अ: सेवाएँ' : 'Part A: services',
        columns: [
          { key: 'item', title: hi ? 'मद' : 'Item', width: 1 },
          { key: 'name', title: hi ? 'विवरण' : 'Description', width: 5 },
          { key: 'male', title: hi ? 'पुरुष' : 'Male', align: 'right' },
          { key: 'female', title: hi ? 'महिला' : 'Female', align: 'right' },
          { key: 'total', title: hi ? 'कुल' : 'Total', align: 'right' },
        ],
        rows: [
          { cells: { name: hi ? '14. बाह्य रोगी' : '14. Outpatients' }, heading: true },
          row('14.1', hi ? 'एलोपैथिक ओपीडी उपस्थिति' : 'Allopathic outpatient attendance', 842, 1034),
          row('14.1.1', hi ? 'जिनमें नए मरीज़' : 'Of which new patients', 512, 603),
          row('14.2', hi ? 'आयुष ओपीडी उपस्थिति' : 'AYUSH outpatient attendance', null, null),
          { cells: { name: hi ? '15. प्रयोगशाला' : '15. Laboratory' }, heading: true },
          row('15.1', hi ? 'हीमोग्लोबिन जाँच' : 'Haemoglobin tests', 41, 233),
          row('15.2', hi ? 'मलेरिया RDT जाँच, जिनमें धनात्मक' : 'Malaria RDT, of which positive', 3, 0),
        ],
        total: { cells: { name: hi ? 'कुल' : 'Total', male: 1398, female: 1870, total: 13268 } },
      },
      {
        kind: 'checks',
        title: hi ? 'राज्य के मिलान' : "The state's cross-checks",
        checks: [
          { text: hi ? '14.1 ≥ 14.1.1' : '14.1 is at least 14.1.1', ok: true },
          {
            text: hi ? 'नए और पुराने मरीज़ों का योग कुल के बराबर है' : 'New and old patients add up to the total',
            ok: false,
            detail: hi ? '1876 होना चाहिए, 1874 है' : 'should be 1876, is 1874',
          },
        ],
      },
      {
        kind: 'facts',
        title: hi ? 'केंद्र' : 'Facility',
        facts: [
          { label: hi ? 'काम के दिन' : 'Working days', value: '26' },
          {
            label: hi ? 'प्रभारी' : 'In-charge',
            value: hi ? 'डॉ. कृष्ण मुरारी वर्मा' : 'Dr K. M. Verma',
          },
        ],
      },
    ],
    language,
    [hi ? 'आयुष ओपीडी इस केंद्र में नहीं चलती।' : 'There is no AYUSH clinic at this centre.'],
  );
}

/** Every form of plot, with gaps, zeros, long names and nothing at all. */
export function samplePlots(language: Language = 'hi'): Report {
  const hi = language === 'hi';
  const days = Array.from({ length: 31 }, (_, i) => String(i + 1));
  const wave = (phase: number): (number | null)[] =>
    days.map((_, i) => (i % 7 === 3 ? null : Math.round(40 + 25 * Math.sin(i / 3 + phase))));
  const diseases = hi
    ? ['तीव्र श्वसन संक्रमण (ARI)', 'तीव्र दस्त रोग', 'टाइफाइड (संदिग्ध)', 'उच्च रक्तचाप, बिना जटिलता के', 'त्वचा रोग']
    : [
        'Acute respiratory infection',
        'Acute diarrhoeal disease',
        'Enteric fever (suspected)',
        'Hypertension',
        'Skin disease',
      ];
  const unit = hi ? 'मरीज़' : 'patients';
  const stages = hi ? ['पर्ची', 'नर्स', 'डॉक्टर', 'लैब', 'दवा'] : ['Slip', 'Nurse', 'Doctor', 'Lab', 'Pharmacy'];
  return sampleReport(
    hi ? 'मरीज़ों का बहाव' : 'Patient flow',
    [
      {
        kind: 'plot',
        title: hi ? 'रोज़ के मरीज़' : 'Patients a day',
        form: 'lines',
        unit,
        labels: days,
        series: [
          { name: hi ? 'नए' : 'New', values: wave(0) },
          { name: hi ? 'पुराने' : 'Old', values: wave(2) },
          { name: hi ? 'आपातकाल' : 'Emergency', values: days.map((_, i) => (i % 5 === 0 ? 3 : 0)) },
        ],
      },
      {
        kind: 'plot',
        title: hi ? 'हर चरण में इंतज़ार' : 'Wait at each stage',
        form: 'bars',
        unit: hi ? 'मिनट, आधे मरीज़ों का इससे कम' : 'minutes, median',
        labels: stages,
        series: [
          { name: hi ? 'सुबह' : 'Morning', values: [4, 12, 35, 22.5, 9] },
          { name: hi ? 'दोपहर' : 'Noon', values: [2, 8, 18, null, 6] },
        ],
      },
      {
        kind: 'plot',
        title: hi ? 'रोगों के मामले' : 'Cases by disease',
        form: 'stacked',
        unit: hi ? 'मामले' : 'cases',
        labels: diseases,
        series: [
          { name: hi ? '5 वर्ष से कम' : 'Under 5', values: [44, 31, 2, 0, 8] },
          { name: hi ? '5 वर्ष और अधिक' : '5 and over', values: [120, 25, 7, 61, 33] },
          { name: hi ? 'उम्र अज्ञात' : 'Age unknown', values: [3, 0, 0, 12, null] },
        ],
      },
      {
        kind: 'plot',
        title: hi ? 'महीने का योग' : 'The month',
        form: 'stacked',
        unit,
        labels: ['08', '09', '10'],
        series: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i) => ({
          name,
          values: [10 + i, 12, 9 + i],
        })),
      },
      {
        kind: 'plot',
        title: hi ? 'मृत्यु' : 'Deaths',
        form: 'bars',
        unit,
        labels: ['08', '09', '10'],
        series: [{ name: 'x', values: [0, 0, 0] }],
      },
      { kind: 'plot', title: hi ? 'रेफ़रल' : 'Referrals', form: 'bars', unit, labels: [], series: [] },
    ],
    language,
  );
}
