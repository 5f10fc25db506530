// The least that makes a token: what the browser checks by itself, one fetch, and the answer as text.

const form = document.querySelector('form');
const button = form.querySelector('button');
const status = document.querySelector('[role="status"]');
const token = document.getElementById('token-text');
const value = (id) => document.getElementById(id).value.trim();

const create = async () => {
  const role = document.getElementById('role').selectedOptions[0];
  const days = value('expiration');
  const response = await fetch(`/gcore/iam/v2/clients/${value('account-id')}/tokens`, {
    method: 'POST',
    headers: { authorization: `APIKey ${value('api-key')}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: value('token-name'),
      description: value('description') || undefined,
      exp_date: days ? new Date(Date.now() + days * 86_400_000).toISOString() : null,
      client_user: { role: { id: Number(role.value), name: role.text } },
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  token.textContent = (await response.json()).token;
  status.textContent = 'Token created';
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  status.textContent = 'Creating token';
  try {
    await create();
  } catch (error) {
    status.textContent = error.message;
  }
  button.disabled = false;
});
