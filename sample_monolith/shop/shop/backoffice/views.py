from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import ListView

from shop.backoffice import services
from shop.backoffice.models import Ticket
from shop.http import body_of, staff_only, user_id_of, wanted
from shop.utils import check_quantity


@require_POST
def subscribe(request: HttpRequest) -> JsonResponse:
    (email,) = wanted(body_of(request), "email")
    return JsonResponse({"new": services.subscribe(email)})


@require_POST
def newsletter(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    subject, text = wanted(body_of(request), "subject", "text")
    return JsonResponse({"queued": services.write_newsletter(subject, text)}, status=202)


@require_POST
def voucher(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    payload = body_of(request)
    code, percent = wanted(payload, "code", "percent")
    return JsonResponse({"id": services.create_voucher(code, int(percent), payload.get("products", []))}, status=201)


@require_POST
def thank(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    (code,) = wanted(body_of(request), "code")
    return JsonResponse({"granted": services.thank_regulars(code)})


@require_POST
def sale(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    slug, percent = wanted(body_of(request), "slug", "percent")
    return JsonResponse({"cheaper": services.flash_sale(slug, int(percent))})


@require_POST
def free_shipping(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    (cents,) = wanted(body_of(request), "from_cents")
    services.free_shipping_week(int(cents))
    return JsonResponse({"from_cents": int(cents)})


@require_POST
def open_ticket(request: HttpRequest) -> JsonResponse:
    payload = body_of(request)
    subject, text = wanted(payload, "subject", "text")
    order_id = payload.get("order")
    return JsonResponse({"id": services.open_ticket(user_id_of(request), subject, text, order_id)}, status=201)


@require_POST
def reply(request: HttpRequest, ticket_id: int) -> JsonResponse:
    staff_only(request)
    (text,) = wanted(body_of(request), "text")
    services.reply(ticket_id, text, from_office=True)
    return JsonResponse({"inbox": services.inbox()})


class TicketList(ListView):
    template_name = "backoffice/tickets.html"
    context_object_name = "tickets"

    def get_queryset(self) -> QuerySet[Ticket]:
        return Ticket.objects.filter(user_id=user_id_of(self.request)).prefetch_related("messages")


@require_POST
def ask_return(request: HttpRequest) -> JsonResponse:
    line_id, quantity = wanted(body_of(request), "line", "quantity")
    return JsonResponse(
        {"id": services.ask_return(user_id_of(request), int(line_id), check_quantity(quantity))}, status=201
    )


@require_POST
def accept_return(request: HttpRequest, return_id: int) -> JsonResponse:
    staff_only(request)
    return JsonResponse({"credit_note": services.accept_return(return_id)})


@require_GET
def report(request: HttpRequest, name: str) -> JsonResponse:
    staff_only(request)
    return JsonResponse({"rows": services.run_report(name, **request.GET.dict())})


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    staff_only(request)
    return render(request, "backoffice/figures.html", {"curve": services.curve()})
