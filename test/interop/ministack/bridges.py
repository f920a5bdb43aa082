"""
Starts MiniStack 1.5.33 with what it lacks of AWS. Each bridge is a function with its reason: what MiniStack does, and what AWS
does instead. None of them knows the product under test. All of them make MiniStack as strict as AWS, or as complete.
"""

import copy
import json
import re
import sys
import types
from contextvars import ContextVar

from ministack import app
from ministack.core import iam_evaluator, responses
from ministack.services import apigateway_v1 as gateway
from ministack.services import dynamodb, lambda_svc, waf
from ministack.services.cloudformation import engine, provisioners, stacks

# What is known of the request that API Gateway serves: `domain`, `path` as sent, `api`, `stage`, and the authorizer's `context`.
REQUEST = ContextVar("REQUEST", default=None)


def batch_reads_say_what_they_cost():
    """BatchGetItem answers without the ConsumedCapacity that was asked for. DynamoDB gives it, for each table."""
    original = dynamodb._batch_get_item

    def batch_get_item(data):
        status, headers, body = original(data)
        wanted = data.get("ReturnConsumedCapacity", "NONE")
        if status != 200 or wanted == "NONE":
            return status, headers, body
        answer = json.loads(body)
        answer.setdefault(
            "ConsumedCapacity",
            [{"TableName": name, "CapacityUnits": 1} for name in data["RequestItems"]],
        )
        return status, headers, json.dumps(answer).encode()

    dynamodb._batch_get_item = batch_get_item


def requests_come_by_tls():
    """The policy of the bootstrap's bucket denies what comes without TLS, as MiniStack's own endpoint on loopback does."""
    original = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: original(source_ip, True)


def paths_arrive_as_sent():
    """
    MiniStack gives functions the decoded path. API Gateway gives it as it was sent, percent-encoded (REST APIs only). The
    authorizer's event lacks `path`, `domainName`, `requestId` and `extendedRequestId` of the request context; the integration's
    event lacks `domainName`.
    """
    dispatch, execute = app._handle_execute_api_request, gateway.handle_execute
    authorizer_event, proxy_event = gateway._invoke_authorizer_lambda, gateway._build_lambda_event_v1

    async def dispatch_request(host, path, method, headers, body, query, raw_path=None, **more):
        direct = re.match(r"/_aws/execute-api/([^/]+)(.*)", raw_path or path)
        domain = f"{direct.group(1)}.execute-api.{responses.get_region()}.amazonaws.com" if direct else host.split(":")[0]
        REQUEST.set({"domain": domain, "path": direct.group(2) if direct else raw_path, "raw": raw_path, "decoded": path})
        return await dispatch(host, path, method, headers, body, query, raw_path=raw_path, **more)

    async def execute_request(api_id, stage, method, path, headers, body, query):
        request = REQUEST.get()
        request.update(api=api_id, stage=stage)
        # What comes before the path of the API has no escapes: a stage or a base path. A path of the stage alone is "/" for it.
        before = len(request["decoded"]) - len(path)
        sent = request["raw"][before:] if request["decoded"].endswith(path) else path
        return await execute(api_id, stage, method, sent, headers, body, query)

    def context_of_request(context):
        request = REQUEST.get()
        context.update(domainName=request["domain"], path=request["path"])
        context.setdefault("requestId", responses.new_uuid())
        context.setdefault("extendedRequestId", responses.new_uuid())

    async def invoke_authorizer(authorizer, event, account, region):
        context_of_request(event["requestContext"])
        return await authorizer_event(authorizer, event, account, region)

    def build_event(*args, **more):
        event = proxy_event(*args, **more)
        context_of_request(event["requestContext"])
        return event

    app._handle_execute_api_request, gateway.handle_execute = dispatch_request, execute_request
    gateway._invoke_authorizer_lambda, gateway._build_lambda_event_v1 = invoke_authorizer, build_event


def gateway_responses_have_the_context():
    """
    Gateway responses are filled without `$context.authorizer`, `$context.extendedRequestId` and others. API Gateway fills in
    what the authorizer gave, also where it denied; what is not set is empty in a body, and no header.
    """
    invoke, value_of, respond = (
        gateway._invoke_authorizer_lambda,
        gateway._gateway_request_value,
        gateway._gateway_error_response,
    )

    async def invoke_authorizer(authorizer, event, account, region):
        result = await invoke(authorizer, event, account, region)
        body = (result or {}).get("body")
        answer = json.loads(body) if isinstance(body, (str, bytes)) else body
        if isinstance(answer, dict) and not result.get("error"):
            context = gateway._stringify_context(answer.get("context"))
            REQUEST.get()["context"] = {f"authorizer.{name}": value for name, value in context.items()}
        return result

    def variables(request):
        known = REQUEST.get() or {}
        return {"extendedRequestId": request["request_id"], "apiId": known.get("api", ""), **known.get("context", {})}

    def header_value(source, request):
        value = value_of(source, request)
        if value is None and source.startswith("context."):
            value = variables(request).get(source.removeprefix("context."))
        return value

    def error_response(error, request):
        status, headers, body = respond(error, request)
        fill = variables(request)
        text = re.sub(r"\$context\.([\w.]*\w)", lambda found: fill.get(found.group(1), ""), body.decode())
        return status, headers, text.encode()

    gateway._invoke_authorizer_lambda = invoke_authorizer
    gateway._gateway_request_value, gateway._gateway_error_response = header_value, error_response


def functions_admit_api_gateway():
    """
    MiniStack calls each function that an API names. API Gateway needs the function's permission for the authorizer or method:
    without it, the answer is AUTHORIZER_CONFIGURATION_ERROR or API_CONFIGURATION_ERROR.
    """
    authorizer_call, integration_call = gateway._invoke_authorizer_lambda, gateway._call_lambda_raw

    def admitted(reference, source, account, region):
        function, config, _ = lambda_svc._get_func_record_for_ref_in_scope(reference, account_id=account, region=region)
        if function is None:
            return False
        return any(
            statement["Principal"] == {"Service": "apigateway.amazonaws.com"}
            and gateway._arn_matches(statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn", "*"), source)
            for statement in function["policy"]["Statement"]
        )

    async def call_authorizer(authorizer, event, account, region):
        reference = gateway._extract_lambda_ref_from_integration_uri(authorizer.get("authorizerUri", ""))
        source = f"arn:aws:execute-api:{region}:{account}:{REQUEST.get()['api']}/authorizers/{authorizer['id']}"
        if not admitted(reference, source, account, region):
            return None
        return await authorizer_call(authorizer, event, account, region)

    async def call_integration(reference, event, *, account_id=None, region=None):
        context = event.get("requestContext", {})
        api, stage, method, resource = (context.get(name) for name in ("apiId", "stage", "httpMethod", "resourcePath"))
        path = re.sub(r"\{[^}]*\}", "*", resource or "")
        source = f"arn:aws:execute-api:{region}:{account_id}:{api}/{stage}/{method}{path}"
        if not admitted(reference, source, account_id, region):
            return None, f"{reference} does not admit {source}"
        return await integration_call(reference, event, account_id=account_id, region=region)

    gateway._invoke_authorizer_lambda, gateway._call_lambda_raw = call_authorizer, call_integration


def stages_serve_their_deployment():
    """
    MiniStack serves the methods that an API has now. A stage of API Gateway serves those of its deployment: what comes later
    is not there before the next one. (MiniStack does this for gateway responses alone.)
    """
    create, authorization_type = gateway._create_deployment, gateway.method_authorization_type
    deployed = {}

    def create_deployment(api_id, data):
        status, headers, body = create(api_id, data)
        if status == 201:
            deployed[api_id, json.loads(body)["id"]] = copy.deepcopy(gateway._resources.get(api_id, {}))
        return status, headers, body

    def authorization_of_method(api_id, stage, method, path):
        REQUEST.get().update(api=api_id, stage=stage)
        return authorization_type(api_id, stage, method, path)

    def reading_deployed(function):
        def read(api_id, *args):
            stage = gateway._stages_v1.get(api_id, {}).get(REQUEST.get()["stage"], {})
            resources = deployed.get((api_id, stage.get("deploymentId")), {})
            names = {**function.__globals__, "_resources": {api_id: resources}}
            return types.FunctionType(function.__code__, names)(api_id, *args)

        return read

    gateway._create_deployment, gateway.method_authorization_type = create_deployment, authorization_of_method
    gateway._match_resource_tree = reading_deployed(gateway._match_resource_tree)
    gateway._match_greedy_fallback = reading_deployed(gateway._match_greedy_fallback)


def binary_bodies_need_conversion():
    """
    With `*/*` among the binary media types of an API, API Gateway cannot read the template of a mock integration that does not
    convert to text: 500, as users and AWS's own snippet say. MiniStack ignores the setting, and CloudFormation's ContentHandling.
    """
    mock = gateway._invoke_mock_v1
    handlers = provisioners._RESOURCE_HANDLERS["AWS::ApiGateway::Method"]

    def keeping(handler, properties_at):
        def handle(*args):
            answer = handler(*args)
            props = args[properties_at]
            resource = gateway._resources[props["RestApiId"]][props["ResourceId"]]
            integration = resource["resourceMethods"][props["HttpMethod"]].get("methodIntegration")
            if integration:
                integration["contentHandling"] = (props.get("Integration") or {}).get("ContentHandling")
            return answer

        return handle

    def invoke_mock(integration):
        api = gateway._rest_apis.get(REQUEST.get()["api"]) or {}
        if "*/*" in (api.get("binaryMediaTypes") or []) and integration.get("contentHandling") != "CONVERT_TO_TEXT":
            return 500, {"Content-Type": "application/json"}, b'{"message": "Internal server error"}'
        return mock(integration)

    handlers["create"], handlers["update"] = keeping(handlers["create"], 1), keeping(handlers["update"], 2)
    gateway._invoke_mock_v1 = invoke_mock


def authorizers_have_names_of_their_own():
    """API Gateway refuses a second authorizer of the same name on an API. MiniStack takes it."""
    create = gateway._create_authorizer

    def create_authorizer(api_id, data):
        if any(other["name"] == data.get("name") for other in gateway._authorizers_v1.get(api_id, {}).values()):
            return gateway._v1_error("BadRequestException", "Authorizer name must be unique.", 400)
        return create(api_id, data)

    gateway._create_authorizer = create_authorizer


def web_acls_are_associated_by_cloudformation():
    """CloudFormation of MiniStack does not know AWS::WAFv2::WebACLAssociation, though its WAF associates."""

    def create(logical_id, props, stack_name):
        status, _, body = waf._associate_web_acl(props)
        if status != 200:
            raise ValueError(f"AssociateWebACL: {body!r}")
        return f"{props['WebACLArn']}|{props['ResourceArn']}", {}

    def delete(physical_id, props):
        waf._disassociate_web_acl(props)

    handlers = {"create": create, "delete": delete}
    provisioners._RESOURCE_HANDLERS["AWS::WAFv2::WebACLAssociation"] = handlers


def stages_come_as_early_as_they_may():
    """
    MiniStack creates one resource after the other, by name where dependencies leave a choice. CloudFormation promises no order
    beyond the dependencies. Here a stage, with all that it needs, comes before everything else: the order that shows best what
    a stage does not wait for.
    """
    original = engine._topological_sort

    def topological_sort(resources, conditions):
        ordered = original(resources, conditions)
        active = set(ordered)
        needed = {name for name in ordered if resources[name].get("Type") == "AWS::ApiGateway::Stage"}
        for name in reversed(ordered):
            if name in needed:
                needed |= engine._extract_deps(resources[name], active)
        return [name for name in ordered if name in needed] + [name for name in ordered if name not in needed]

    for module in (engine, stacks):
        module._topological_sort = topological_sort


for bridge in (
    batch_reads_say_what_they_cost,
    requests_come_by_tls,
    paths_arrive_as_sent,
    gateway_responses_have_the_context,
    functions_admit_api_gateway,
    stages_serve_their_deployment,
    binary_bodies_need_conversion,
    authorizers_have_names_of_their_own,
    web_acls_are_associated_by_cloudformation,
    stages_come_as_early_as_they_may,
):
    bridge()

if __name__ == "__main__":
    sys.exit(app.main())
