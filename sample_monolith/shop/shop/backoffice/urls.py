from __future__ import annotations

from django.urls import path

from shop.backoffice import views

urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("newsletter/", views.newsletter, name="newsletter"),
    path("vouchers/", views.voucher, name="vouchers"),
    path("vouchers/thank/", views.thank, name="thank"),
    path("sale/", views.sale, name="sale"),
    path("free-shipping/", views.free_shipping, name="free-shipping"),
    path("tickets/", views.TicketList.as_view(), name="tickets"),
    path("tickets/open/", views.open_ticket, name="open-ticket"),
    path("tickets/<int:ticket_id>/reply/", views.reply, name="reply"),
    path("returns/", views.ask_return, name="returns"),
    path("returns/<int:return_id>/accept/", views.accept_return, name="accept-return"),
    path("reports/<slug:name>/", views.report, name="report"),
    path("figures/", views.figures, name="figures"),
]
