from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from shop.http import ApiView, staff_only, wanted
from shop.shipping import options
from shop.utils import Invalid, now


class Options(ApiView):
    def get(self, request: HttpRequest) -> JsonResponse:
        country, postcode = wanted(request.GET.dict(), "country", "postcode")
        try:
            grams = int(request.GET.get("grams", "0"))
            goods = int(request.GET.get("goods", "0"))
        except ValueError:
            raise Invalid("grams and goods are numbers") from None
        found = options.options_for(country, postcode, grams, goods)
        today = now().date()
        return self.answer([asdict(one) | {"arrives": options.arrival(today, one.days).isoformat()} for one in found])

    def put(self, request: HttpRequest) -> JsonResponse:
        staff_only(request)
        method, zone, grams, cents = wanted(self.body(), "method", "zone", "up_to_grams", "cents")
        options.put_rate(method, zone, int(grams), int(cents))
        return self.answer({"method": method, "zone": zone})


@require_POST
def send(request: HttpRequest, order_id: int) -> JsonResponse:
    staff_only(request)
    return JsonResponse({"tracking": options.send(order_id)})
