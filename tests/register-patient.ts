import type { HttpUser } from './http-user.js';

const FIRST = ['सुनीता', 'गीता', 'रमेश', 'फूलमती', 'इमरान', 'लक्ष्मी', 'ज्योति', 'दिनेश', 'शबनम', 'हरिओम'];
const LAST = ['यादव', 'पासवान', 'महतो', 'अंसारी', 'ठाकुर', 'मिश्रा', 'साह', 'चौधरी', 'तिवारी', 'गुप्ता'];
let serial = 0;

/** Registers a new patient with a slip; gives the visit's id from the page that shows it. */
export async function registerPatient(user: HttpUser): Promise<string | null> {
  serial += 1;
  const person = {
    name: `${FIRST[serial % 10] ?? ''} ${LAST[Math.floor(serial / 10) % 10] ?? ''}`,
    sex: serial % 2 === 0 ? 'female' : 'male',
    age: String(1 + ((serial * 7) % 90)),
    mobile: `9${String(serial).padStart(9, '0')}`,
  };
  let answer = await user.post('/counter/new', person);
  // Is it one of these? No: a new person.
  const seen = /name="seen" value="([^"]*)"/.exec(answer.body)?.[1];
  if (seen !== undefined) answer = await user.post('/counter/new', { ...person, seen });
  const key = /\/counter\/slip\/(\d{8}-\d+)/.exec(answer.location ?? '')?.[1];
  return key === undefined ? null : `visit:BR1042:${key}`;
}
