export const texts = {
  token: 'Token',
  where:
    'koi prints a link with the token when it starts. Open that link, or paste the token here.',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  working: 'Signing in…',
  useToken: 'Use the token of the start',
  usePassword: 'Use e-mail address and password',
  wrong:
    'This token is not right. Copy it again from the place where koi was started; it may have changed with a new start.',
  expired: 'Your session has ended. Sign in again, and you are back where you were.',
  newPassword: 'New password',
  again: 'The same again',
  rule: 'At least 12 characters. A few words are easier to keep than odd signs.',
  short: 'Use at least 12 characters.',
  different: 'The two are not the same.',
  /** Why a control is off. */
  viewer: 'You are signed in as a viewer: you may look, not change. Ask an admin.',
};
