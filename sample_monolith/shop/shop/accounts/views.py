from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from shop.accounts import services
from shop.accounts.models import Address
from shop.http import ApiView, body_of, cart_token_of, user_id_of, wanted
from shop.utils import mask


@require_POST
def register(request: HttpRequest) -> JsonResponse:
    payload = body_of(request)
    email, password = wanted(payload, "email", "password")
    return JsonResponse({"id": services.register(email, password, payload.get("full_name", ""))}, status=201)


@require_POST
def log_in(request: HttpRequest) -> JsonResponse:
    email, password = wanted(body_of(request), "email", "password")
    token = services.log_in(email, password, cart_token_of(request))
    answer = JsonResponse({"token": token})
    answer.set_cookie("session", token, httponly=True, samesite="Lax")
    return answer


@require_POST
def log_out(request: HttpRequest) -> JsonResponse:
    services.log_out(request.headers.get("X-Token") or request.COOKIES.get("session", ""))
    return JsonResponse({"bye": True})


@require_POST
def ask_reset(request: HttpRequest) -> JsonResponse:
    (email,) = wanted(body_of(request), "email")
    services.ask_reset(email)
    return JsonResponse({"sent_to": mask(email, 8)})


@require_POST
def reset(request: HttpRequest) -> JsonResponse:
    token, password = wanted(body_of(request), "token", "password")
    services.reset_password(token, password)
    return JsonResponse({"changed": True})


class Me(ApiView):
    def get(self, request: HttpRequest) -> JsonResponse:
        me = services.profile(user_id_of(request))
        return self.answer({"email": me.email, "name": me.full_name})

    def patch(self, request: HttpRequest) -> JsonResponse:
        user_id = user_id_of(request)
        services.set_vat_id(user_id, self.body().get("vat_id", ""))
        return self.answer({"vat_id": services.profile(user_id).vat_id})

    def delete(self, request: HttpRequest) -> JsonResponse:
        services.close_account(user_id_of(request))
        return self.answer({"closed": True})


class Addresses(ApiView):
    def get(self, request: HttpRequest) -> JsonResponse:
        mine = Address.objects.filter(user_id=user_id_of(request)).order_by("pk")
        return self.answer([{"id": row.pk, "block": row.block()} for row in mine])

    def post(self, request: HttpRequest) -> JsonResponse:
        fields = wanted(self.body(), "name", "street", "postcode", "city", "country")
        return self.answer({"id": services.add_address(user_id_of(request), *fields)}, status=201)
