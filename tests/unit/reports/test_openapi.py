"""Is what a service would promise written as OpenAPI 3.1 that validators, generators and readers can work with?"""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from analyzer.model.contracts import Contract
from contracts_by_hand import CONTRACTS
from reports.render.openapi import document


@given(CONTRACTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_contract_is_valid_openapi(any_contract: Contract) -> None:
    made = json.loads(json.dumps(document(any_contract), allow_nan=False))
    assert [str(error) for error in OpenAPIV31SpecValidator(made).iter_errors()] == []
