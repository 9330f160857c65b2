import type { IdentityFault } from './parsed.ts';

const shortest = 10;
/** Long enough for any sentence, short enough that hashing it costs nothing extra. */
const longest = 128;

/** Passwords of ten characters and more that are tried first everywhere, in small letters. */
const common = new Set(
  (
    'password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 qwertyuiop qwerty1234 qwerty12345 qwerty123456 ' +
    '1qaz2wsx3edc 1qaz@wsx3edc 1qazxsw23edc qazwsxedcrfv zaq12wsxcde3 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 asdfghjkl123 asdfghjkl; ' +
    'zxcvbnm123 zxcvbnm,./ abc1234567 abcd123456 abcde12345 abcdef1234 abcdefghij abcdefghijk a123456789 aa123456789 a1234567890 ' +
    'a1b2c3d4e5 123456789a 123456789abc 1234567890a 123456abcdef 1234qwerasdf qwer1234asdf admin12345 admin123456 admin@12345 ' +
    'admin@123456 administrator administrator1 root123456 root@123456 huawei@123 huawei12#$ test123456 user123456 guest123456 ' +
    'welcome123 welcome@123 letmein123 iloveyou123 woaini1314 woaini1314520 woaini520 woaini5201314 5201314woaini wo123456789 ' +
    'woaizhongguo zhongguo123 zhongguo1949 qq123456789 wang123456 zhang123456 li123456789 changeme123 chengdu123 sichuan123 ' +
    'jiamenkou123 doorstep123 doorstep1234 yhgl123456 china@12345'
  ).split(' '),
);

/**
 * What is wrong with a new password, empty when nothing is. At least ten characters; not the login, nor a part of a
 * longer repetition of it; not digits alone, nor four signs over and over; not one of those tried first. Length guards
 * better than compulsory signs, so none are asked for.
 */
export const passwordFaults = (password: string, context: { login: string }): IdentityFault[] => {
  const text = password.normalize('NFKC');
  const characters = [...text];
  if (characters.length < shortest) return ['password.short'];
  if (characters.length > longest) return ['password.long'];
  const lower = text.toLowerCase();
  const login = context.login.normalize('NFKC').trim().toLowerCase();
  const faults: IdentityFault[] = [];
  if ([...login].length >= 3 && lower.includes(login)) faults.push('password.login');
  if (/^\p{Nd}+$/u.test(text) || new Set(characters).size < 5) faults.push('password.simple');
  if (common.has(lower)) faults.push('password.common');
  return faults;
};
