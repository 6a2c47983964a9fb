"""The shop tested in words, by its pixels: the same tests on two versions that share their look and no HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_shadow import assert_visual

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from pytest_shadow import Onlooker


def sign_in(page: Page, shadow: Onlooker, shop: str, password: str = "wanderlust") -> None:
    page.goto(shop)
    shadow.locate("email field").fill("ada@example.org")
    shadow.locate("password field").fill(password)
    shadow.locate("sign in button").click()


def open_cart_with_one_item(page: Page, shadow: Onlooker, shop: str) -> None:
    sign_in(page, shadow, shop)
    shadow.locate("first add to cart button").click()
    shadow.locate("cart link").click()


def test_a_wrong_password_is_refused(page: Page, shadow: Onlooker, shop: str) -> None:
    sign_in(page, shadow, shop, password="not this one")
    assert_visual(page, 'there is a "Wrong email or password" alert')
    assert_visual(page, "the sign in button is blue")


def test_the_catalog_sells_six_things(page: Page, shadow: Onlooker, shop: str) -> None:
    sign_in(page, shadow, shop)
    assert_visual(page, 'there are 6 "Add to cart" buttons')
    assert_visual(page, 'the page contains the text "Trail lamp"')
    shadow.locate("first add to cart button").click()
    assert_visual(page, 'the page contains the text "Cart (1)"')


def test_removing_an_item_asks_first(page: Page, shadow: Onlooker, shop: str) -> None:
    open_cart_with_one_item(page, shadow, shop)
    shadow.locate("remove button").click()
    assert_visual(page, 'there is a "Remove item?" heading')
    shadow.locate("cancel button").click()
    assert_visual(page, 'the page contains the text "Canvas backpack"')


def test_an_empty_checkout_is_refused(page: Page, shadow: Onlooker, shop: str) -> None:
    open_cart_with_one_item(page, shadow, shop)
    assert_visual(page, "the Checkout button is green")
    shadow.locate("checkout button").click()
    shadow.locate("place order button").click()
    assert_visual(page, 'there is a "Please fill in every field" alert')


def test_buying_a_backpack(page: Page, shadow: Onlooker, shop: str) -> None:
    open_cart_with_one_item(page, shadow, shop)
    shadow.locate("checkout button").click()
    shadow.locate("full name field").fill("Ada Lovelace")
    shadow.locate("address field").fill("12 Mill Lane")
    shadow.locate("city field").fill("London")
    shadow.locate("card number field").fill("4242 4242 4242 4242")
    shadow.locate("gift wrap checkbox").check()
    assert_visual(page, "the gift wrap checkbox is checked")
    shadow.locate("place order button").click()
    assert_visual(page, 'the page contains the text "Order confirmed"')
    assert_visual(page, "the Order confirmed banner has a green background")
    assert_visual(page, "the order number is below the Order confirmed heading")
