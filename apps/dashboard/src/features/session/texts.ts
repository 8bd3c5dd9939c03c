export const texts = {
  title: 'Sign in to the dashboard',
  token: 'Token',
  where:
    'koi prints a link with the token when it starts. Open that link, or paste the token here.',
  submit: 'Sign in',
  working: 'Signing in…',
  wrong:
    'This token is not right. Copy it again from the place where koi was started; it may have changed with a new start.',
  expired: 'Your session has ended. Sign in again, and you are back where you were.',
};
