"""Gcore's own Python SDK drives the emulator as it would the service.

Run by `make test` in the virtual environment made from requirements.txt.
"""

import unittest
from datetime import datetime, timedelta, timezone

import gcore
from emulation import ACCOUNT, ADMINISTRATOR, WithEmulator
from gcore.types.iam import AccountOverview, APIToken, APITokenCreated

ENGINEER = "1002_demo-engineer"
USERS = {"id": 2, "name": "Users"}
ENGINEERS = {"id": 5, "name": "Engineers"}


class WithSdk(WithEmulator):
    def client(self, key=ADMINISTRATOR, **options):
        # A second attempt would hide what the first one met.
        client = gcore.Gcore(api_key=key, base_url=self.url, max_retries=0, **options)
        self.addCleanup(client.close)
        return client

    def create(self, client, **fields):
        fields = {"name": "From the SDK", "exp_date": None, "client_user": {"role": USERS}, **fields}
        return client.iam.api_tokens.create(ACCOUNT, **fields)


class Sdk(WithSdk):
    def test_the_account_satisfies_every_type_that_the_sdk_declares(self):
        client = self.client(_strict_response_validation=True)
        me = client.iam.get_account_overview()
        self.assertIsInstance(me, AccountOverview)
        self.assertEqual((me.id, me.current_user, me.status), (ACCOUNT, 1023101, "active"))
        self.assertEqual(me.company_name, "Example Streaming Ltd")
        current = next(user for user in me.users if user.id == me.current_user)
        self.assertEqual([group.name for group in current.groups], ["Administrators"])

    def test_a_token_goes_from_creation_to_revocation(self):
        tokens = self.client().iam.api_tokens
        ends = (datetime.now(timezone.utc) + timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%SZ")
        created = self.create(
            self.client(), description="A test", exp_date=ends, client_user={"role": ENGINEERS}
        )
        self.assertIsInstance(created, APITokenCreated)
        self.assertRegex(created.token, rf"^{created.id}_[0-9a-f]+$")
        self.assertEqual((created.name, created.description), ("From the SDK", "A test"))
        self.assertEqual(created.exp_date, ends.replace("Z", ".000000Z"))
        self.assertEqual(created.client_user.role.name, "Engineers")
        self.assertEqual((created.expired, created.deleted), (False, False))
        self.assertIsNone(created.last_usage)

        listed = tokens.list(ACCOUNT)
        self.assertIsInstance(listed, list)
        self.assertIn(created.id, [token.id for token in listed])
        record = tokens.get(created.id, client_id=ACCOUNT)
        self.assertIsInstance(record, APIToken)
        self.assertEqual(record.to_dict(), {k: v for k, v in created.to_dict().items() if k != "token"})

        fresh = self.client(created.token)
        self.assertEqual(fresh.iam.get_account_overview().id, ACCOUNT)
        self.assertIsNotNone(tokens.get(created.id, client_id=ACCOUNT).last_usage)

        self.assertIsNone(tokens.delete(created.id, client_id=ACCOUNT))
        with self.assertRaises(gcore.AuthenticationError):
            fresh.iam.get_account_overview()
        with self.assertRaises(gcore.NotFoundError):
            tokens.get(created.id, client_id=ACCOUNT)
        [gone] = tokens.list(ACCOUNT, deleted=True)
        self.assertEqual((gone.id, gone.deleted), (created.id, True))

    def test_a_token_that_never_ends(self):
        created = self.create(self.client())
        self.assertIsNone(created.exp_date)
        self.assertEqual(created.description, "")

    def test_used_tokens_satisfy_every_type_that_the_sdk_declares(self):
        created = self.create(self.client())
        self.client(created.token).iam.get_account_overview()
        strict = self.client(_strict_response_validation=True)
        record = strict.iam.api_tokens.get(created.id, client_id=ACCOUNT)
        self.assertEqual(record.client_user.user_email, "dana@example.com")

    def test_filters(self):
        tokens = self.client().iam.api_tokens
        tokens.delete(1003, client_id=ACCOUNT)
        for query, ids in [
            ({}, [1001, 1002, 1003, 1004]),
            ({"role": "Administrators"}, [1001, 1004]),
            ({"role": "5"}, [1002]),
            ({"issued_by": 1023101}, [1001, 1004]),
            ({"not_issued_by": 1023101}, [1002, 1003]),
            ({"deleted": True}, [1003]),
            ({"deleted": False}, [1001, 1002, 1004]),
        ]:
            with self.subTest(query=query):
                self.assertEqual([token.id for token in tokens.list(ACCOUNT, **query)], ids)

    def test_refusals_become_the_errors_that_the_sdk_has_for_them(self):
        engineer = self.client(ENGINEER)
        tokens = engineer.iam.api_tokens
        denied = {"message": "You do not have permission to perform this action."}
        above = {"client_user": {"role": ["Can't create token with role Administrators"]}}
        for call, error, body in [
            (
                lambda: self.create(
                    engineer, client_user={"role": {"id": 1, "name": "Administrators"}}
                ),
                gcore.BadRequestError,
                {"errors": above},
            ),
            (
                lambda: self.create(engineer, name=""),
                gcore.BadRequestError,
                {"errors": {"name": ["This field may not be blank."]}},
            ),
            (
                lambda: self.client("29841").iam.get_account_overview(),
                gcore.AuthenticationError,
                {"message": "Bad token: 29841"},
            ),
            (
                lambda: tokens.delete(1001, client_id=ACCOUNT),
                gcore.PermissionDeniedError,
                denied,
            ),
            (
                lambda: tokens.list(1),
                gcore.NotFoundError,
                {"message": "Account not found."},
            ),
            (
                lambda: tokens.get(999, client_id=ACCOUNT),
                gcore.NotFoundError,
                {"message": "API token not found."},
            ),
        ]:
            with self.subTest(body=body):
                with self.assertRaises(error) as raised:
                    call()
                self.assertEqual(raised.exception.body, body)


class SdkWithSamples(WithSdk):
    flags = ["--sample-tokens"]

    def test_every_sample_can_be_read(self):
        tokens = self.client().iam.api_tokens.list(ACCOUNT)
        self.assertEqual(len(tokens), 29)
        for token in tokens:
            self.assertIsInstance(token, APIToken)
            self.assertEqual(token.client_user.client_id, ACCOUNT)


if __name__ == "__main__":
    unittest.main()
