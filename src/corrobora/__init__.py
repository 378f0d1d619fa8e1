"""Corrobora: who says so, and is it more than one of them?"""
