import schemathesis

OWN_KEY = 1001


@schemathesis.hook
def filter_case(context, case):
    """Nothing revokes the key that everything is sent with."""
    return (case.path_parameters or {}).get("tokenId") != OWN_KEY
