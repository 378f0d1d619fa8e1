"""One capture → one reading; sees nothing but this article, its date and its language pack."""
