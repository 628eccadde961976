"""What routes are handed: the store and the settings that the application was made with."""

from typing import Annotated

from fastapi import Depends, Request

from api.door import Door
from api.settings import Settings
from graph.store import Store


async def get_store(request: Request) -> Store:
    """The open store."""
    store: Store = request.app.state.store
    return store


async def settings_of(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


async def door_of(request: Request) -> Door:
    """The Cypher door's keeper."""
    door: Door = request.app.state.door
    return door


# All only read an attribute: as plain functions each would cost a trip to another thread.
StoreDep = Annotated[Store, Depends(get_store)]
DoorDep = Annotated[Door, Depends(door_of)]
SettingsDep = Annotated[Settings, Depends(settings_of)]
