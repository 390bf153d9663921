"""People for the tests of jobs."""

from core.access.rights import Member, Right
from core.access.tables import Person
from core.database.doors import writing
from core.shared import clock


def a_member(email: str = "membre@exemple.qc.ca", *rights: Right) -> Member:
    """Write a person down and return them as the rules see them."""
    with writing() as session:
        person = Person(email=email, name="Camille", created_at=clock.now())
        session.add(person)
        session.flush()
        return Member(person_id=person.id, name=person.name, email=email, rights=frozenset(rights))
